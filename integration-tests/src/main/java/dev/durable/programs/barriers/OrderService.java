package dev.durable.programs.barriers;

/** A small order service: an order is in its journal when {@link #place} has returned. */
public class OrderService {

  /** Where orders are written down. */
  public interface Journal {
    void append(String line);
  }

  private final Journal journal;

  public OrderService(Journal journal) {
    this.journal = journal;
  }

  /** Takes an order; what is returned is told to the customer. */
  public String place(String customer, int number) {
    String order = customer + "-" + number;
    journal.append(order);
    return order;
  }
}
