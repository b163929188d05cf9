"""The school desk's addresses: one line a page."""

from django.urls import path

from upstander.desks.school import urls_case
from upstander.desks.school.views import (
    days,
    emails,
    giving,
    letters,
    lists,
    messages,
    news,
    opening,
    report,
    search,
    today,
    verdict,
    what_if,
)

app_name = "school"
urlpatterns = [
    path("", today.today, name="today"),
    *urls_case.urlpatterns,
    path("days/", days.days, name="days"),
    path("days/<uuid:closure_id>/open/", days.open_again, name="open_days"),
    path("reports/", lists.reports, name="reports"),
    path("cases/", lists.cases, name="cases"),
    path("duties/", lists.duties, name="duties"),
    path("duties/give/", giving.give, name="give_duties"),
    path("answers/", lists.answers, name="answers"),
    path("waiting/", lists.waiting, name="waiting"),
    path("search/", search.find, name="search"),
    path("reports/<uuid:report_id>/", report.report, name="report"),
    path("reports/<uuid:report_id>/messages/", messages.messages_of_report, name="report_messages"),
    path("reports/<uuid:report_id>/take/", report.take, name="take"),
    path("reports/<uuid:report_id>/case/", opening.open_or_join, name="open_case"),
    path("reports/<uuid:report_id>/case/<uuid:case_id>/", opening.join, name="join_case"),
    path("facts/<uuid:assessment_id>/", verdict.answer, name="answer"),
    path("facts/<uuid:assessment_id>/verdict/", verdict.whole, name="verdict"),
    path("facts/<uuid:assessment_id>/what-if/", what_if.tried, name="what_if"),
    path("verdicts/<uuid:verdict_id>/confirm/", verdict.confirm, name="confirm"),
    path("verdicts/<uuid:verdict_id>/set-aside/", verdict.set_aside, name="set_aside"),
    path("duties/<uuid:duty_id>/take/", verdict.take_on, name="take_duty"),
    path("duties/<uuid:duty_id>/done/", verdict.finish, name="finish_duty"),
    path("families/<uuid:family_id>/letter/", letters.write, name="letter_compose"),
    path("families/<uuid:family_id>/news/", news.write, name="letter_news"),
    path("letters/<uuid:disclosure_id>/", letters.letter, name="letter"),
    path("letters/<uuid:disclosure_id>/letter.pdf", letters.pdf, name="letter_pdf"),
    path("letters/<uuid:disclosure_id>/hold/", letters.decide, name="letter_hold"),
    path("letters/<uuid:disclosure_id>/check/", letters.check, name="letter_check"),
    path("letters/<uuid:disclosure_id>/send/", letters.send, name="letter_send"),
    path("letters/<uuid:disclosure_id>/post/", letters.post, name="letter_post"),
    path("letters/<uuid:disclosure_id>/withdraw/", letters.withdraw, name="letter_withdraw"),
    path("emails/", emails.emails, name="emails"),
    path("emails/<uuid:message_id>/", emails.decide, name="email_decide"),
]
