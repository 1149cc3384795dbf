namespace Tessera.Tools.Pdb.Targets;

/// <summary>What Python is told to run. The names are the driver's.</summary>
internal enum TargetKind
{
    Script,
    Module,
    Code,
}
