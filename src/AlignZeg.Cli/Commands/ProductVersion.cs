using System.Reflection;

namespace AlignZeg.Cli.Commands;

/// <summary>Which alignzeg this is.</summary>
internal static class ProductVersion
{
    /// <summary>As the build says it.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
