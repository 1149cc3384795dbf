namespace Tessera.Sdk.Schemas;

/// <summary>What came of binding.</summary>
/// <param name="Value">The object; null when there are errors.</param>
/// <param name="Errors">Everything that did not fit.</param>
public sealed record Binding(object? Value, IReadOnlyList<BindingError> Errors);
