"""Many people as a large store would have them: frequent names are frequent, one in twenty is there twice."""

from __future__ import annotations

import random

from faker import Faker

from copnet.identity.subjects import Subject
from tests.bench.spellings import slip

TWICE = 0.05


def crowd(number: int, seed: int = 7) -> list[Subject]:
    """People with names as frequent as in the United States; some have an organization, some an e-mail address."""
    chance, faker = random.Random(seed), Faker("en_US")
    faker.seed_instance(seed)
    found: list[Subject] = []
    while len(found) < number:
        again = found and chance.random() < TWICE
        name = slip(chance.choice(found).name, chance) if again else f"{faker.first_name()} {faker.last_name()}"
        place = f"org-{chance.randrange(max(1, number // 20))}" if chance.random() < 0.7 else None
        email = f"{'.'.join(name.lower().split())}{len(found)}@{place or 'mail'}.org" if chance.random() < 0.4 else None
        found.append(
            Subject(f"p{len(found)}", name, (), email, place, host=email.rpartition("@")[2] if email else None)
        )
    return found
