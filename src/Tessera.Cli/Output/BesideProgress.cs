using System.Text;

namespace Tessera.Cli.Output;

/// <summary>Standard error for parts while progress is shown there: what they write stands on lines of its own.</summary>
internal sealed class BesideProgress(ProgressLines progress, Encoding encoding) : TextWriter
{
    public override Encoding Encoding => encoding;

    public override void Write(char value) => progress.Beside(value.ToString());

    public override void Write(string? value) => progress.Beside(value ?? "");

    public override void Write(char[] buffer, int index, int count) => progress.Beside(new string(buffer, index, count));

    public override void WriteLine(string? value) => progress.Beside(value + NewLine);
}
