#!/bin/sh
# Run by the image before mysql.sql: the user of Debezium, whose password is in the environment only.
set -e

password=$(printf '%s' "$CDC_DATABASE_PASSWORD" | sed "s/['\\\\]/&&/g")
MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --user=root <<SQL
CREATE USER 'debezium'@'%' IDENTIFIED BY '$password';
SQL
