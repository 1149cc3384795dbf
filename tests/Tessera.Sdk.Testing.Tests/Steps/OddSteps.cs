using System.Runtime.InteropServices;
using Tessera.Sdk.Steps;

namespace Tessera.Sdk.Testing.Tests.Steps;

/// <summary>Steps whose fault is in what they are, not in what they do.</summary>
internal static class OddSteps
{
    internal sealed class Unexported : SquareStep;

    [Step("Square It", Description = "Squares random numbers, each into a file of its own.", Options = typeof(SquareOptions), Deterministic = true)]
    internal sealed class Misnamed : SquareStep;

    [Step("square", Description = "Squares.", Options = typeof(SquareOptions), Deterministic = true)]
    internal sealed class Undescribed : SquareStep;

    [Step("square", Description = "Squares random numbers, each into a file of its own.", Options = typeof(FixedOptions), Deterministic = true)]
    internal sealed class Unset : SquareStep;

    internal sealed class FixedOptions
    {
        public int Count { get; } = 5;
    }

    [Step("square", Description = "Squares random numbers, each into a file of its own.", Deterministic = true)]
    internal sealed class Untyped : IPipelineStep
    {
        public async Task<object> RunAsync(IStepContext context, CancellationToken cancellationToken) => await new SquareStep().RunAsync(context, cancellationToken);
    }

    [Step("square", Description = "Squares random numbers, each into a file of its own.", Options = typeof(SquareOptions), Deterministic = true)]
    internal sealed class Held : SquareStep
    {
        private readonly GCHandle _holder;

        public Held() => _holder = GCHandle.Alloc(this);
    }

    [Step("count", Description = "Counts, and what it counted grows whenever it is read.", Deterministic = true)]
    internal sealed class Drifting : IPipelineStep<Drift>
    {
        public Task<Drift> RunAsync(IStepContext context, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(new Drift { Count = 1 });
        }
    }

    internal sealed class Drift
    {
        public int Count { get; set => field = value + 1; }
    }
}
