namespace Tessera.Sdk.Evaluations;

/// <summary>How one test ended, as the test runner itself reported it.</summary>
/// <param name="Name">The runner's own name of the test, such as <c>tests/test_cart.py::test_total</c> or <c>test_cart.CartTest.test_total</c>.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Message">The first line of what its failure says; null where it did not fail.</param>
public sealed record TestOutcome(string Name, TestVerdict Verdict, string? Message = null);
