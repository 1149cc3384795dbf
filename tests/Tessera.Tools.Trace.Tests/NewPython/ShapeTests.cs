namespace Tessera.Tools.Trace.Tests.NewPython;

/// <inheritdoc/>
public sealed class ShapeTests() : ShapeSpecs(Interpreters.WithMonitoring());
