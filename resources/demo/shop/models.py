"""The tables of the shop."""
from sqlalchemy import (
    CHAR,
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ENUM, TSVECTOR
from sqlalchemy.orm import declarative_base

Base = declarative_base()

payment_status = ENUM("open", "authorised", "paid", "failed", name="payment_status")


class User(Base):
    __tablename__ = "users"
    id = Column(BigInteger, Identity(), primary_key=True)
    email = Column(String(320), nullable=False, unique=True)
    name = Column(String(200), nullable=False)
    password_hash = Column(String(200), nullable=False)
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    last_login_at = Column(DateTime(timezone=True))
    __table_args__ = (Index("uq_users_email_lower", text("lower(email)"), unique=True),)


class Session(Base):
    __tablename__ = "sessions"
    token = Column(String(64), primary_key=True)
    user_id = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    expires_at = Column(DateTime(timezone=True), nullable=False, index=True)


class Category(Base):
    __tablename__ = "categories"
    id = Column(Integer, Identity(), primary_key=True)
    name = Column(String(100), nullable=False, unique=True)
    parent_id = Column(Integer, ForeignKey("categories.id"))


class Product(Base):
    __tablename__ = "products"
    id = Column(BigInteger, Identity(), primary_key=True)
    sku = Column(String(40), nullable=False, unique=True)
    name = Column(String(200), nullable=False)
    description = Column(Text, server_default="", nullable=False)
    slug = Column(String(200), nullable=False)
    category_id = Column(Integer, ForeignKey("categories.id", name="fk_products_category"), index=True)
    price_cents = Column(Integer, nullable=False)
    stock = Column(Integer, server_default="0", nullable=False)
    weight_g = Column(Integer)
    width_mm = Column(Integer)
    height_mm = Column(Integer)
    depth_mm = Column(Integer)
    search = Column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', name), 'A') ||"
            " setweight(to_tsvector('simple', description), 'C')",
            persisted=True,
        ),
    )
    __table_args__ = (
        UniqueConstraint("slug", name="uq_products_slug"),
        CheckConstraint("stock >= 0", name="ck_products_stock"),
        Index("ix_products_search", "search", postgresql_using="gin"),
    )


class ProductImage(Base):
    __tablename__ = "product_images"
    id = Column(BigInteger, Identity(), primary_key=True)
    product_id = Column(BigInteger, ForeignKey("products.id", ondelete="CASCADE"), nullable=False)
    position = Column(SmallInteger, server_default="0", nullable=False)
    url = Column(Text, nullable=False)
    __table_args__ = (UniqueConstraint("product_id", "position", name="uq_product_images_position"),)


class Address(Base):
    __tablename__ = "addresses"
    id = Column(BigInteger, Identity(), primary_key=True)
    user_id = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    street = Column(String(200), nullable=False)
    postal_code = Column(String(20), nullable=False)
    city = Column(String(100), nullable=False)
    country = Column(String(100), nullable=False)
    country_code = Column(CHAR(2), nullable=False)


class Cart(Base):
    __tablename__ = "carts"
    id = Column(BigInteger, Identity(), primary_key=True)
    user_id = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"))
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    expires_at = Column(
        DateTime(timezone=True), server_default=text("now() + interval '30 days'"), nullable=False
    )


class CartLine(Base):
    __tablename__ = "cart_lines"
    cart_id = Column(BigInteger, ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True)
    product_id = Column(BigInteger, ForeignKey("products.id"), primary_key=True)
    quantity = Column(Integer, nullable=False)


class Coupon(Base):
    __tablename__ = "coupons"
    code = Column(String(40), primary_key=True)
    amount_cents = Column(Integer)
    percentage = Column(SmallInteger)
    valid_until = Column(Date)
    __table_args__ = (
        CheckConstraint(
            "(amount_cents IS NULL) <> (percentage IS NULL)", name="ck_coupons_one_kind"
        ),
    )


class Order(Base):
    __tablename__ = "orders"
    id = Column(BigInteger, Identity(), primary_key=True)
    customer_id = Column(BigInteger, ForeignKey("users.id"), nullable=False)
    address_id = Column(BigInteger, ForeignKey("addresses.id"))
    coupon_code = Column(String(40), ForeignKey("coupons.code"))
    total_cents = Column(Integer, nullable=False)
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    number = Column(String(20), nullable=False)
    placed_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    __table_args__ = (
        UniqueConstraint("number", name="uq_orders_number"),
        Index("ix_orders_customer_id_placed_at", "customer_id", "placed_at"),
    )


class OrderLine(Base):
    __tablename__ = "order_lines"
    order_id = Column(BigInteger, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    product_id = Column(BigInteger, ForeignKey("products.id"), primary_key=True)
    quantity = Column(Integer, nullable=False)
    price_cents = Column(Integer, nullable=False)
    __table_args__ = (CheckConstraint("quantity > 0", name="ck_order_lines_quantity"),)


class LoyaltyAccount(Base):
    __tablename__ = "loyalty_accounts"
    user_id = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    points = Column(Integer, server_default="0", nullable=False)


class LoyaltyPoints(Base):
    __tablename__ = "loyalty_points"
    order_id = Column(BigInteger, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    user_id = Column(BigInteger, ForeignKey("loyalty_accounts.user_id"), nullable=False)
    points = Column(Integer, nullable=False)


class Payment(Base):
    __tablename__ = "payments"
    id = Column(BigInteger, Identity(), primary_key=True)
    order_id = Column(BigInteger, ForeignKey("orders.id"), nullable=False, index=True)
    amount_cents = Column(Integer, nullable=False)
    currency = Column(CHAR(3), nullable=False)
    status = Column(payment_status, server_default="open", nullable=False)
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    provider = Column(String(40))
    provider_reference = Column(String(120))
    __table_args__ = (
        UniqueConstraint("provider", "provider_reference", name="uq_payments_provider_reference"),
    )


class Refund(Base):
    __tablename__ = "refunds"
    id = Column(BigInteger, Identity(), primary_key=True)
    payment_id = Column(BigInteger, ForeignKey("payments.id"), nullable=False, index=True)
    amount_cents = Column(Integer, nullable=False)
    reason = Column(Text, server_default="", nullable=False)
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    __table_args__ = (CheckConstraint("amount_cents > 0", name="ck_refunds_amount"),)


class Shipment(Base):
    __tablename__ = "shipments"
    id = Column(BigInteger, Identity(), primary_key=True)
    order_id = Column(BigInteger, ForeignKey("orders.id"), nullable=False, index=True)
    carrier = Column(String(40), nullable=False)
    shipped_at = Column(DateTime(timezone=True))
    tracking_code = Column(String(80))
    payment_id = Column(BigInteger, ForeignKey("payments.id", name="fk_shipments_payment"))
