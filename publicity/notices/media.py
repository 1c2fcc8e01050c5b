"""The office's page of the first news medium of an award notice."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import SCAN
from core.rules import RuleRefused
from procedure.calendar.services import workdays
from publicity.notices.appearance import blockers, record_appearance
from publicity.notices.models import NoticePublication
from publicity.notices.period import period_of


class AppearanceForm(forms.Form):
    """Where and when a news medium first printed the notice."""

    outlet = forms.CharField(label="新闻媒体", max_length=80, validators=[validate_text])
    appeared_on = forms.DateField(label="刊登日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    where = forms.CharField(label="版面或者网址", max_length=200, required=False, validators=[validate_text])
    scan = CheckedFileField(label="刊登的证明", allowed=SCAN, help_text="版面扫描件或者网页截图。")

    def __init__(self, *args, demo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].required = not demo


@page(Role.OFFICE, article="18(8)")
def appearance(request, pk):
    """Record the first medium of a published award notice; the count of the period begins with it."""
    found = NoticePublication.objects.select_related("notice__edition")
    publication = get_object_or_404(found, notice=pk)
    if why := blockers(publication, request.actor, at=request.at):
        raise RuleRefused(why)
    edition = publication.notice.edition
    form = AppearanceForm(request.POST or None, request.FILES or None, demo=edition.demo)
    if form.is_valid():
        row = record_appearance(publication, **form.cleaned_data, by=request.actor, at=request.at)
        publication.appearance = row
        messages.success(request, f"已经登记。{period_of(publication, workdays()).sentence()}")
        return redirect("publicity:notices-office", edition.pk)
    context = {"edition": edition, "notice": publication.notice, "publication": publication, "form": form}
    return render(request, "publicity/appearance.html", context, status=422 if form.is_bound else 200)
