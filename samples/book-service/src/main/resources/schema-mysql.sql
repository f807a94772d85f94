create table if not exists books (
    id       bigint auto_increment primary key,
    title    varchar(255) not null,
    author   varchar(255),
    isbn     varchar(32),
    price    decimal(10, 2),
    category varchar(100),
    stock    int not null check (stock >= 0),
    origin   varchar(100)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists creation (
    idempotency_key varchar(255) primary key,
    book            varchar(5000) not null
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists sale (
    id       bigint auto_increment primary key,
    order_id bigint not null,
    book_id  bigint not null,
    copies   int not null,
    revenue  decimal(24, 2),
    sold_at  timestamp(6) not null,
    unique (order_id, book_id)
);

create table if not exists alert (
    book_id bigint primary key,
    stock   int not null,
    since   timestamp(6) not null
);

create table if not exists book_stock (
    book_id   bigint primary key,
    copies    int not null,
    movements bigint not null
);
