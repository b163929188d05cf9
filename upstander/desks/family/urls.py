from django.urls import path

from upstander.desks.family.views import back, disagreeing, evidence, later, letters, report, say, school, sent, stopped

app_name = "family"
urlpatterns = [
    path("report/", report.start, name="start"),
    path("report/later/", later.later, name="later"),
    path("report/resume/<str:word>/", later.resume, name="resume"),
    path("report/sent/", sent.sent, name="sent"),
    path("report/check/", sent.check, name="check"),
    path("report/school/", school.school, name="school"),
    path("report/evidence/", evidence.evidence, name="evidence"),
    path("report/<slug:question_id>/", report.question, name="question"),
    path("back/", back.back, name="back"),
    path("back/write/", back.write, name="write"),
    path("back/add/", back.add, name="add"),
    path("say/<str:word>/", say.say, name="say"),
    path("back/stopped/", stopped.stopped, name="stopped"),
    path("back/out/", back.out, name="out"),
    path("back/letter/<uuid:letter_id>/", letters.letter, name="letter"),
    path("back/letter/<uuid:letter_id>/disagree/", disagreeing.disagree, name="disagree"),
    path("back/letter/<uuid:letter_id>/pdf/", letters.pdf, name="letter_pdf"),
]
