
namespace Acme.Plugin1.Tests;

public sealed class Plugin1StepTests : IDisposable
{
    private readonly RecordingContext _context = new();

    public void Dispose() => _context.Dispose();

    [Fact]
    public async Task Words_are_counted_whatever_their_case()
    {
        var file = Path.Combine(_context.Folder, "text.txt");
        await File.WriteAllTextAsync(file, "To be or not to be", TestContext.Current.CancellationToken);

        var output = await new Plugin1Step(new Plugin1Options { File = file }).RunAsync(_context, TestContext.Current.CancellationToken);

        Assert.Equal(new Plugin1Output(Words: 6, Distinct: 4), output);
        Assert.Equal(6, _context.Metrics["words"]);
        Assert.Single(_context.Findings);
    }
}
