"""Faults to plant: in rules, access, calendar and ledger; for each the test that must catch it.

`before` stands exactly once in the file and is replaced by `after`. A fault that no test catches is a hole in the suite:
write the test, keep the fault.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """One line of the product made wrong, and what must fail then: a test's address as pytest takes it."""

    name: str
    path: str
    before: str
    after: str
    caught_by: str


# fmt: off
RULES = (
    Fault("one person is both hands", "procedure/hands.py", "if first.person_id == actor.person_id:", "if False:",
          "tests/procedure/test_machine_hands.py::test_refused_to_the_same_person"),
    Fault("a move is made in any step", "procedure/machine.py", "if self.steps and subject.edition.step not in self.steps:", "if False:",
          "tests/model/test_table.py::test_every_state_and_step_of_an_application"),
    Fault("conditions are shown and not asked", "procedure/machine.py",
          "refuse(self.blockers(subject, by, at=at) or self._unreasoned(reason))\n"
          '        payload = {"source"', "refuse(self._standing(subject, by, at) or self._unreasoned(reason))\n"
          '        payload = {"source"',
          "tests/procedure/test_machine.py::test_refused_with_what_the_page_showed"),
    Fault("one award more than there are places", "publicity/meetings/deciding.py", "if count[grade] > limit(edition, quota)\n",
          "if count[grade] > limit(edition, quota) + 1\n", "tests/publicity/test_meetings.py"),
    Fault("a winner waits for one cycle", "applications/eligibility/bans.py", "AFTER_AWARD = 2", "AFTER_AWARD = 1",
          "tests/applications/test_bans.py"),
    Fault("a terminated edition counts as a cycle", "applications/eligibility/bans.py", "cycles -= edition not in terminated",
          "cycles -= 1",
          "tests/applications/test_bans.py"),
    Fault("whoever is set aside enters the list", "review/reports/guards.py",
          "held = Hold.objects.standing().filter(application=application).exists()", "held = False",
          "tests/model/test_real.py::test_whoever_is_set_aside_enters_no_list"),
    Fault("a place is not freed", "applications/cases/places.py", ".update(grade=None, seat=None)", ".exists()",
          "tests/awards/test_leaving.py"),
    Fault("whoever was never noticed is proposed", "publicity/guards.py", "    if not naming:\n", "    if False:\n",
          "tests/awards/test_leaving.py"),
)
ACCESS = (
    Fault("who signed for the body decides", "applications/cases/models.py",
          'return "您代表推荐单位办过这份申报，不能再审查、评审或审定。" if found else ""', 'return ""',
          "tests/procedure/test_machine.py::test_refused_with_what_the_page_showed"),
    Fault("the office reads points before the closing", "review/sheets/models.py", "return self.filter(models.Exists(closed))",
          "return self",
          "tests/review/test_sheet_blind.py"),
    Fault("a letter is read before its release", "procedure/letters/models.py",
          "return self.filter(recipient=actor.unit, release__isnull=False)", "return self.filter(recipient=actor.unit)",
          "tests/procedure/test_letters.py"),
    Fault("an applicant learns his award before its letter", "applications/cases/told.py", "Status.WITHDRAWN, Status.ENDED)",
          "Status.WITHDRAWN, Status.ENDED, Status.AWARDED)", "tests/awards/test_approval.py::TestRegister"),
    Fault("a grant is in force before its second hand", "accounts/grants/models.py",
          "return self.filter(confirmed, end__isnull=True)", "return self.filter(end__isnull=True)",
          "tests/procedure/test_machine.py::test_refused_with_what_the_page_showed"),
    Fault("an agency and a reviewer in one person", "accounts/grants/clashes.py", "if pair <= set(EXCLUSIVE):", "if False:",
          "tests/accounts/test_clashes.py"),
    Fault("an office without a second factor is opened by mail alone", "accounts/forgotten/services.py",
          "return None if others.exists() and not", "return None if False and not",
          "tests/accounts/test_forgotten.py::test_whoever_may_not_reset_is_answered_alike_and_gets_no_mail"),
)
CALENDAR = (
    Fault("the day of publication counts", "procedure/calendar/workdays.py", "day, counted = published_on, 0",
          "day, counted = published_on, 1",
          "tests/procedure/test_calendar_workdays.py"),
    Fault("a make-up day is a day off", "procedure/calendar/workdays.py", "if day in self.makeups:", "if False:",
          "tests/procedure/test_calendar_workdays.py"),
    Fault("an unknown year is guessed", "procedure/calendar/workdays.py", "raise UnknownYear(day.year) from None",
          "return day.weekday() < SATURDAY", "tests/procedure/test_calendar_workdays.py"),
    Fault("a period ends when its last day begins", "core/clock.py", "day + timedelta(days=1), datetime.min.time()",
          "day, datetime.min.time()", "tests/core/test_clock.py"),
    Fault("the count begins before the medium", "publicity/notices/period.py",
          "return max(shanghai(publication.published_at), medium.appeared_on, shanghai(medium.at))",
          "return shanghai(publication.published_at)", "tests/publicity/test_award_notice.py::TestPeriod::test_it_counts_from_the_latest"),
)
LEDGER = (
    Fault("a changed row is not compared", "core/ledger/verify/rows.py", "if row.digest() != named[1]:", "if False:",
          "tests/core/test_ledger_attacks.py"),
    Fault("an event does not continue the last", "core/ledger/services.py", "prev=head.hash,", 'prev="0" * 64,',
          "tests/core/test_ledger_write.py::test_events_follow_each_other_without_a_gap"),
    Fault("a cut tail is not seen", "core/ledger/verify/checkpoints.py", "if point.size > length:", "if False:",
          "tests/core/test_ledger_attacks.py"),
    Fault("the tree is joined the wrong way round", "core/ledger/merkle.py", "node(left, right)]]", "node(right, left)]]",
          "tests/core/test_merkle.py"),
    Fault("rows of record may be changed", "core/triggers/promises.py", "if issubclass(model, AppendOnly):", "if False:",
          "tests/core/test_triggers_bypass.py::test_bypass_is_refused_and_changes_nothing"),
    Fault("what fails keeps the rest of the sweep back", "jinzhong_award/tasks.py", "        return fault\n", "        raise\n",
          "tests/jinzhong_award/test_tasks.py::test_what_fails_keeps_nothing_back"),
)
# fmt: on
FAULTS = (*RULES, *ACCESS, *CALENDAR, *LEDGER)
