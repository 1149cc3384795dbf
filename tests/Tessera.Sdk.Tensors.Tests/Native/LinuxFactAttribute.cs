using System.Runtime.CompilerServices;

namespace Tessera.Sdk.Tensors.Tests.Native;

/// <summary>A test of what happens on Linux only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Only Linux has libstdc++ versions.";
    }
}
