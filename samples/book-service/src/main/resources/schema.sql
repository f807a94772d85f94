-- For H2 and PostgreSQL; schema-mysql.sql is the same for MySQL and MariaDB.

create table if not exists book (
    id       bigint generated always as identity primary key,
    title    varchar(255) not null,
    author   varchar(255),
    isbn     varchar(32),
    price    decimal(10, 2),
    category varchar(100),
    stock    int not null check (stock >= 0)
);

-- What was sold. An order has one row per book, so that two events cannot sell it twice.
create table if not exists sale (
    id       bigint generated always as identity primary key,
    order_id bigint not null,
    book_id  bigint not null,
    copies   int not null,
    revenue  decimal(24, 2),
    sold_at  timestamp with time zone not null,
    unique (order_id, book_id)
);

-- Books of which few copies are left.
create table if not exists alert (
    book_id bigint primary key,
    stock   int not null,
    since   timestamp with time zone not null
);
