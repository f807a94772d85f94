create table if not exists book (
    id       bigint generated always as identity primary key,
    title    varchar(255) not null,
    author   varchar(255),
    isbn     varchar(32),
    price    decimal(10, 2),
    category varchar(100),
    stock    int not null check (stock >= 0)
);

create table if not exists handled_event (
    event_id varchar(100) primary key
);
