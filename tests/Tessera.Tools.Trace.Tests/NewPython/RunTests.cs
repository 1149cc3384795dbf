namespace Tessera.Tools.Trace.Tests.NewPython;

/// <inheritdoc/>
public sealed class RunTests() : RunSpecs(Interpreters.WithMonitoring());
