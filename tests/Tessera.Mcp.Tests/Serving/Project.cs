namespace Tessera.Mcp.Tests.Serving;

/// <summary>A small program with a fault, in a folder that somebody works in.</summary>
internal sealed class Project : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Project()
    {
        Write("prices.py", "def total(prices):\n    result = 0\n    for price in prices:\n        result = price\n    return result\n");
        Write("test_prices.py", "import unittest\nfrom prices import total\n\nclass Prices(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total([1, 2]), 3)\n");
        Write("secret.txt", "mine\n");
    }

    public string Folder => _folder.Path;

    public string Write(string name, string content) => _folder.File(name, content);

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Waits until a program has written a file, and reads it.</summary>
    public async Task<string> HasWrittenAsync(string name)
    {
        var path = Path.Combine(Folder, name);
        for (var tries = 0; tries < 600; tries++)
        {
            if (File.Exists(path) && await File.ReadAllTextAsync(path) is { Length: > 0 } text) return text;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"{name} was not written.");
    }

    public void Dispose() => _folder.Dispose();
}
