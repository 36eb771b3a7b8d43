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
    public void NothingButTwoAttributesOfTheAssembly_IsChanged()
    {
        using var image = new PEReader(new MemoryStream(File.ReadAllBytes(Assembly)));
        using var original = new PEReader(new MemoryStream(TorchSharpPackage.Read("lib", "net8.0", "TorchSharp.dll")));
        var changed = Values(image).Zip(Values(original)).Where(pair => pair.First != pair.Second).Select(pair => (pair.First, Was: pair.Second)).Order();
        Assert.Equal([("CompilationRelaxationsAttribute 01000B0100000000", "CompilationRelaxationsAttribute 0100080000000000"),
            ("DebuggableAttribute 01000B0100000000", "DebuggableAttribute 0100020000000000")], changed);
    }

    [Fact]
    public void AnAssemblyWithoutTheValue_OrWithTwo_IsRefused()
    {
        var original = TorchSharpPackage.Read("lib", "net8.0", "TorchSharp.dll");
        Assert.Contains("TorchSharp 0.107", Assert.Throws<InvalidDataException>(() => ArgumentLifetime.Keep([.. original, .. original])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ArgumentLifetime.Keep(original[..1024]));
        Assert.Throws<InvalidDataException>(() => ArgumentLifetime.Keep([]));
    }

    private static List<string> Values(PEReader image)
    {
        var metadata = image.GetMetadataReader();
        return [.. metadata.CustomAttributes.Select(metadata.GetCustomAttribute).Select(a => $"{TypeOf(a, metadata)} {Convert.ToHexString(metadata.GetBlobBytes(a.Value))}")];
    }

    private static string? TypeOf(CustomAttribute attribute, MetadataReader metadata) =>
        attribute.Constructor.Kind is HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;
}
