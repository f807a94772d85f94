create table if not exists users (
    id    bigint auto_increment primary key,
    email varchar(255) not null
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists interest (
    user_id  bigint not null,
    category varchar(100) not null,
    primary key (user_id, category),
    foreign key (user_id) references users (id)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists orders (
    id           bigint auto_increment primary key,
    user_id      bigint not null,
    total_amount decimal(19, 2),
    foreign key (user_id) references users (id)
);

create table if not exists order_line (
    order_id    bigint not null,
    line_number int not null,
    book_id     bigint not null,
    quantity    int not null,
    unit_price  decimal(10, 2),
    primary key (order_id, line_number),
    foreign key (order_id) references orders (id)
);

create table if not exists known_book (
    id       bigint primary key,
    title    varchar(255) not null,
    price    decimal(10, 2),
    category varchar(100)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists known_stock (
    book_id  bigint primary key,
    copies   int not null,
    previous int,
    since    timestamp(6) not null
);

create table if not exists notification (
    id       bigint auto_increment primary key,
    user_id  bigint not null,
    book_id  bigint not null,
    category varchar(100) not null,
    message  varchar(500) not null,
    unique (user_id, book_id, category),
    foreign key (user_id) references users (id)
) character set utf8mb4 collate utf8mb4_bin;
