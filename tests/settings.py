"""Settings of every process of the tests, servers too: the product's own, but for the hash of passwords, which takes half a second."""

from jinzhong_award.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
