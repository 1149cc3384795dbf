namespace Tessera.Tools.Trace.Tests.UsualPython;

/// <inheritdoc/>
public sealed class ShapeTests() : ShapeSpecs(Interpreters.Usual());
