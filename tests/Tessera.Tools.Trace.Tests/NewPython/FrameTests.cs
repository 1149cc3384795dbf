namespace Tessera.Tools.Trace.Tests.NewPython;

/// <inheritdoc/>
public sealed class FrameTests() : FrameSpecs(Interpreters.WithMonitoring());
