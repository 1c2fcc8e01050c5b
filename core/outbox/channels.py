"""How a message leaves: mail by Django's back end, SMS by a back end that ships empty. Each raises when it did not leave."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.module_loading import import_string

from core.outbox.models import Channel, Message

SECONDS = 20
NO_SMS = "没有接通短信，不能送达。"
BAD_ADDRESS = "电子邮箱地址不对，不能送达。"


def undeliverable(channel: str, address: str) -> str:
    """Return the sentence why nothing can go this way to this address, or nothing."""
    if channel == Channel.SMS:
        return "" if sms_ready() else NO_SMS
    try:
        validate_email(address)
    except ValidationError:
        return BAD_ADDRESS
    return ""


def send(message: Message) -> None:
    """Hand one message over. Raises what the back end raises."""
    if message.channel == Channel.SMS:
        import_string(_sms_back_end())(message.address, message.text)
        return
    # The same message keeps its identifier, so that mail systems recognize it should it ever come twice.
    headers = {"Message-ID": f"<{message.pk}@outbox.jinzhong-award>"}
    mail = EmailMessage(message.subject, message.text, to=[message.address], headers=headers, connection=get_connection(timeout=SECONDS))
    mail.send()


def sms_ready() -> bool:
    """Tell whether the house has a provider of text messages."""
    return bool(_sms_back_end())


def _sms_back_end() -> str:
    """Dotted name of a function `(number, text)`; empty until the house has a provider."""
    return getattr(settings, "SMS_BACKEND", "")
