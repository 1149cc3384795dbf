using System.ComponentModel;

namespace Tessera.Sdk.Testing.Tests.Tools;

public sealed class WriteArguments
{
    [Description("The file.")]
    public required string Path { get; set; }

    [Description("The line.")]
    public string Line { get; set; } = "";
}
