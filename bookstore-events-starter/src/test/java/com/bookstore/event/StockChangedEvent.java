package com.bookstore.event;

/** A classic event. */
public class StockChangedEvent extends DomainEvent {

    public Long bookId;
    public Integer previousStock;
    public Integer newStock;
    public ChangeType changeType;
    public String orderId;

    /** Why a stock changed. */
    public enum ChangeType {
        INCREASE,
        DECREASE,
        ADJUSTMENT
    }
}
