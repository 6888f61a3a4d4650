/** A program that names the library only; drivers are found as services. */
module consumer {
    requires org.glmmsql;
}
