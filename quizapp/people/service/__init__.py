"""What can be done about people. Functions take the session first and never commit."""

from quizapp.people.service.accounts import (
    ROLES,
    Credentials,
    NewAccount,
    change_password,
    count_guests,
    create_guest,
    find_credentials,
    get_credentials,
    hold_account,
    list_users,
    set_role,
    sign_up,
    strengthen,
)
from quizapp.people.service.first_account import (
    WRONG_CODE,
    check_first_account_code,
    claim_first_account,
    has_admin,
    issue_first_account_code,
)
from quizapp.people.service.names import InvalidField, fold_name, tidy_email, tidy_name
from quizapp.people.service.profile import (
    LearnerHistory,
    Preferences,
    Profile,
    erase_person,
    export_person,
    take_over_guest,
    update_profile,
)
from quizapp.people.service.sign_ins import end_sign_in, find_viewer, sign_out_everywhere
from quizapp.people.service.zones import known_zone, list_zones

__all__ = [
    "ROLES",
    "WRONG_CODE",
    "Credentials",
    "InvalidField",
    "LearnerHistory",
    "NewAccount",
    "Preferences",
    "Profile",
    "change_password",
    "check_first_account_code",
    "claim_first_account",
    "count_guests",
    "create_guest",
    "end_sign_in",
    "erase_person",
    "export_person",
    "find_credentials",
    "find_viewer",
    "fold_name",
    "get_credentials",
    "has_admin",
    "hold_account",
    "issue_first_account_code",
    "known_zone",
    "list_users",
    "list_zones",
    "set_role",
    "sign_out_everywhere",
    "sign_up",
    "strengthen",
    "take_over_guest",
    "tidy_email",
    "tidy_name",
    "update_profile",
]
