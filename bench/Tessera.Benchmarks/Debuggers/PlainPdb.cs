using System.Diagnostics;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>Python's own debugger at its own prompt, read by a program that knows what to wait for: the debugger's own time.</summary>
internal sealed class PlainPdb : IDisposable
{
    private readonly Process _process;
    private readonly char[] _letters = new char[65536];

    public PlainPdb(string python, string folder, string program)
    {
        File.WriteAllText(Path.Combine(folder, "main.py"), program);
        _process = Process.Start(new ProcessStartInfo(python, ["-u", "-m", "pdb", "main.py"])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        Read();
    }

    public string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return Read();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Read()
    {
        var text = "";
        while (!text.EndsWith("(Pdb) ", StringComparison.Ordinal))
        {
            var read = _process.StandardOutput.Read(_letters);
            if (read == 0) throw new InvalidOperationException("pdb has ended:\n" + text);
            text += new string(_letters, 0, read);
        }

        return text;
    }
}
