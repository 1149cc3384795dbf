namespace Tessera.Tools.Python;

/// <summary>What Python is told to run. The names are the driver's.</summary>
internal enum TargetKind
{
    Script,
    Module,
    Code,
}
