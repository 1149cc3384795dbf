using Tessera.Sdk.Testing.Losses;

namespace Tessera.Sdk.Testing.Tests.Losses;

#region conformance
public class WordsLossTests
{
    [Fact]
    public async Task The_loss_keeps_its_contract()
    {
        var report = await LossConformance.CheckAsync(() => new WordsLoss(), new LossConformanceOptions
        {
            Right = [("It is positive", "positive"), ("MILK", "milk")],
            Wrong = [("negative", "positive"), ("milk and bread", "milk and wine")],
        });

        report.ThrowIfFailed();
    }
}
#endregion
