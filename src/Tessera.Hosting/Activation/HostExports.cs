using System.Composition.Hosting.Core;
using Microsoft.Extensions.Logging;

namespace Tessera.Hosting.Activation;

/// <summary>What a part's constructor may ask for: loggers, the time, and the options that were bound for it.</summary>
/// <remarks>
/// Composition is synchronous: the options in hand are those of the part that this thread is creating. Parts that a part's
/// constructor creates nest, and threads do not wait for each other.
/// </remarks>
internal sealed class HostExports(ILoggerFactory loggers, TimeProvider time, IReadOnlySet<Type> optionsTypes) : ExportDescriptorProvider
{
    [ThreadStatic]
    private static Stack<(HostExports Plugin, object? Options)>? _inHand;

    /// <summary>Creates a part while its options are in hand.</summary>
    public T Create<T>(object? options, Func<T> create)
    {
        var inHand = _inHand ??= new();
        inHand.Push((this, options));
        try
        {
            return create();
        }
        finally
        {
            inHand.Pop();
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
        _inHand is { } inHand && inHand.TryPeek(out var top) && top.Plugin == this && type.IsInstanceOfType(top.Options)
            ? top.Options!
            : throw new InvalidOperationException($"{type.Name} belongs to another part than the one that is being created.");

    private static ExportDescriptorPromise[] Offer(CompositionContract contract, Func<object> get) =>
        [new(contract, "the host", false, NoDependencies, _ => ExportDescriptor.Create((_, _) => get(), NoMetadata))];
}
