create table if not exists users (
    id    bigint generated always as identity primary key,
    email varchar(255) not null
);

create table if not exists interest (
    user_id  bigint not null references users,
    category varchar(100) not null,
    primary key (user_id, category)
);

create table if not exists orders (
    id      bigint generated always as identity primary key,
    user_id bigint not null references users
);

create table if not exists order_item (
    order_id   bigint not null references orders,
    book_id    bigint not null,
    quantity   int not null,
    unit_price decimal(10, 2)
);

-- What this service learned from book-events.
create table if not exists known_book (
    id       bigint primary key,
    title    varchar(255) not null,
    price    decimal(10, 2),
    category varchar(100)
);

create table if not exists notification (
    user_id  bigint not null references users,
    book_id  bigint not null,
    category varchar(100) not null,
    message  varchar(500) not null,
    primary key (user_id, book_id, category)
);
