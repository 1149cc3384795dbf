namespace Tessera.Tools.Trace.Tests.UsualPython;

/// <inheritdoc/>
public sealed class FrameTests() : FrameSpecs(Interpreters.Usual());
