namespace Tessera.Debugging.Tasks;

/// <summary>The layout of debug-gym's small tasks: the code beside <c>test.py</c>, with <c>.debugignore</c> and <c>.debugreadonly</c>.</summary>
/// <remarks>Source: the data set mini_nightmare of debug-gym (arXiv 2503.21557). Its tests are pytest's.</remarks>
internal sealed class DebugGymFormat : ITaskFormat
{
    public bool Recognises(string folder) =>
        File.Exists(Path.Join(folder, "test.py")) && (File.Exists(Path.Join(folder, ".debugreadonly")) || File.Exists(Path.Join(folder, ".debugignore")));

    public DebugTask Read(string folder) => new()
    {
        Name = Path.GetFileName(folder),
        Project = folder,
        Instructions = "The tests in `test.py` fail. Find out why, and correct the code so that they pass.",
        Evaluate = TestFiles.CommandFor(folder, "test.py"),
        // The two files of rules are the workspace's own business; without .debugreadonly, the tests are protected all the same.
        ReadOnly = File.Exists(Path.Join(folder, ".debugreadonly")) ? [] : ["test.py"],
    };
}
