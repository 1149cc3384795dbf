namespace Tessera.Tools.Trace.Tests.NewPython;

/// <inheritdoc/>
public sealed class RepetitionTests() : RepetitionSpecs(Interpreters.WithMonitoring());
