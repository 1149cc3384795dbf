using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>What people see of a step before they run it.</summary>
internal static class ExportChecks
{
    public static IReadOnlyList<ConformanceCheck<StepTrial>> All { get; } =
    [
        new("CONF-S01", "The step is exported by a name that pipelines can use", (trial, _) => Fault(ExportedPart.FindNameFault(trial.Create()))),
        new("CONF-S02", "The description says what the step does", (trial, _) => Fault(ExportedPart.FindDescriptionFault(trial.Create()))),
        new("CONF-S03", "Options can be described and set", (trial, _) =>
        {
            if (trial.Attribute is not { Options: { } options }) throw new NotApplicableException("the step has no options.");
            var readOnly = options.GetProperties().FirstOrDefault(property => property.SetMethod is not { IsPublic: true });
            if (readOnly is not null) return Fault($"'{readOnly.Name}' of {options.Name} has no public setter. Options are set from a pipeline.");
            JsonSchema.Describe(options);
            return Fault(null);
        }),
        new("CONF-S04", "The step says what it hands over", (trial, _) => Fault(
            trial.OutputType is null ? "the class does not implement IPipelineStep<TOutput>. Other steps take outputs by their type." : null)),
    ];

    private static Task<string?> Fault(string? fault) => Task.FromResult(fault);
}
