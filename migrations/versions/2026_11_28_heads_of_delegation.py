"""A delegation has one head, whom the database itself holds to be one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Where two stand as heads nevertheless, who comes remains, and of several the one who was nominated first.
ONE_HEAD_EACH = """
UPDATE registration SET is_head = false WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (
            PARTITION BY delegation_id
            ORDER BY CASE WHEN state IN ('cancelled', 'declined') THEN 1 ELSE 0 END, id
        ) AS place
        FROM registration WHERE is_head AND delegation_id IS NOT NULL
    ) AS heads
    WHERE place > 1
)
"""


def upgrade() -> None:
    op.execute(ONE_HEAD_EACH)
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(
            "uq_registration_delegation_id",
            ["delegation_id"],
            unique=True,
            sqlite_where=sa.text("is_head"),
            postgresql_where=sa.text("is_head"),
        )


def downgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_delegation_id",
            sqlite_where=sa.text("is_head"),
            postgresql_where=sa.text("is_head"),
        )
