package dev.durable.programs.barriers;

/** What an application's services are known by. */
public interface Orders {
  Object place(Service.Work work);

  /** Places orders as it is told. */
  class Plain implements Orders {
    @Override
    public Object place(Service.Work work) {
      return new Service().declaresNothing(work);
    }
  }
}
