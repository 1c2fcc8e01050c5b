"""Mail servers with their moods."""

from django.core.mail.backends.locmem import EmailBackend


class Broken(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionError("邮件服务器没有应答")


class Picky(EmailBackend):
    def send_messages(self, messages):
        if messages[0].to == ["broken@example.com"]:
            raise ConnectionError
        return super().send_messages(messages)


class Talkative(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionError(f"refused: {messages[0].body}")


def note(number, text):
    """A provider of text messages that takes everything."""
