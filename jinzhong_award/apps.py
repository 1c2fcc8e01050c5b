from django.apps import AppConfig


class CompositionConfig(AppConfig):
    name = "jinzhong_award"
    verbose_name = "晋中市质量奖"
