from django.apps import AppConfig

from jinzhong_award import production  # registers its checks

__all__ = ["CompositionConfig", "production"]


class CompositionConfig(AppConfig):
    name = "jinzhong_award"
    verbose_name = "晋中市质量奖"
