using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AlignZeg.Model.Natives;
using Xunit;

namespace AlignZeg.Architecture.Tests;

public sealed class ArgumentLifetimeTests
{
    private static readonly string Assembly = Path.Combine(Repository.CliOutput, "TorchSharp.dll");

    [Fact]
    public void TorchSharp_IsBuiltIntoTheExecutableAsOneThatKeepsItsArguments()
    {
        var kept = TorchSharpPackage.Read("lib", "net8.0", "TorchSharp.dll");
        Assert.True(ArgumentLifetime.Keep(kept));
        Assert.Equal(File.ReadAllBytes(Assembly), kept);
        Assert.False(ArgumentLifetime.Keep(kept));
    }

    // Metadata holds equal values once: one that another attribute shares would change that one too.
    [Fact]
    public void OnlyTheDebuggableAttribute_IsChanged()
    {
        using var image = new PEReader(new MemoryStream(File.ReadAllBytes(Assembly)));
        var metadata = image.GetMetadataReader();
        var attributes = metadata.CustomAttributes.Select(metadata.GetCustomAttribute).ToList();
        var changed = Assert.Single(attributes, attribute => TypeOf(attribute, metadata) == nameof(DebuggableAttribute));
        Assert.Equal([1, 0, 3, 1, 0, 0, 0, 0], metadata.GetBlobBytes(changed.Value));
        Assert.Single(attributes, attribute => attribute.Value == changed.Value);
    }

    [Fact]
    public void AnAssemblyWithoutTheValue_OrWithTwo_IsRefused()
    {
        var original = TorchSharpPackage.Read("lib", "net8.0", "TorchSharp.dll");
        Assert.Contains("DebuggableAttribute", Assert.Throws<InvalidDataException>(() => ArgumentLifetime.Keep([.. original, .. original])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ArgumentLifetime.Keep(original[..1024]));
        Assert.Throws<InvalidDataException>(() => ArgumentLifetime.Keep([]));
    }

    private static string? TypeOf(CustomAttribute attribute, MetadataReader metadata) =>
        attribute.Constructor.Kind is HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;
}
