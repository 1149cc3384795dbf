using System.Composition.Hosting.Core;
using Microsoft.Extensions.Logging;

namespace Tessera.Hosting.Activation;

/// <summary>What a part's constructor may ask for: loggers, the time, and the options that were bound for it.</summary>
/// <remarks>
/// Composition is synchronous. The options in hand are those of the part that is being created; creation within one plugin
/// is serialised, and parts created by a part's constructor nest.
/// </remarks>
internal sealed class HostExports(ILoggerFactory loggers, TimeProvider time, IReadOnlySet<Type> optionsTypes) : ExportDescriptorProvider
{
    private readonly Lock _creating = new();
    private readonly Stack<object?> _options = new();

    /// <summary>Creates a part while its options are in hand.</summary>
    public T Create<T>(object? options, Func<T> create)
    {
        lock (_creating)
        {
            _options.Push(options);
            try
            {
                return create();
            }
            finally
            {
                _options.Pop();
            }
        }
    }

    public override IEnumerable<ExportDescriptorPromise> GetExportDescriptors(CompositionContract contract, DependencyAccessor descriptorAccessor)
    {
        if (contract.ContractName is not null || contract.MetadataConstraints?.Any() == true) return NoExportDescriptors;
        var type = contract.ContractType;
        if (type == typeof(ILoggerFactory)) return Offer(contract, () => loggers);
        if (type == typeof(TimeProvider)) return Offer(contract, () => time);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>))
            return Offer(contract, () => Activator.CreateInstance(typeof(Logger<>).MakeGenericType(type.GetGenericArguments()), loggers)!);
        return optionsTypes.Contains(type) ? Offer(contract, () => OptionsInHand(type)) : NoExportDescriptors;
    }

    private object OptionsInHand(Type type) =>
        _options.TryPeek(out var options) && type.IsInstanceOfType(options)
            ? options!
            : throw new InvalidOperationException($"{type.Name} belongs to another part than the one that is being created.");

    private static ExportDescriptorPromise[] Offer(CompositionContract contract, Func<object> get) =>
        [new(contract, "the host", false, NoDependencies, _ => ExportDescriptor.Create((_, _) => get(), NoMetadata))];
}
