using System.Text.Encodings.Web;
using Tessera.Reports.Text;

namespace Tessera.Reports;

/// <summary>What the renderer of components asks for: how text is escaped, and nothing else.</summary>
internal sealed class PageServices : IServiceProvider
{
    public object? GetService(Type serviceType) => serviceType == typeof(HtmlEncoder) ? PageEncoder.Instance : null;
}
