using Tessera.Sdk.Testing.Models;

namespace Tessera.Sdk.Testing.Tests.Models;

#region conformance
public class LetterModelTests
{
    [Fact]
    public async Task The_model_keeps_its_contract()
    {
        var report = await LanguageModelConformance.CheckAsync(
            () => new LetterModel(),
            new LanguageModelConformanceOptions { Prompts = ["x", "y", "z"], Continuations = ["a", "b", "ca"] });

        report.ThrowIfFailed();
    }
}
#endregion
