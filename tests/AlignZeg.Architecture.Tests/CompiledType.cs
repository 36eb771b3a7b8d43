using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AlignZeg.Architecture.Tests;

/// <summary>A type as the compiler wrote it, read without loading its assembly.</summary>
internal sealed record CompiledType(string Assembly, string Namespace, string Name, string BaseName, TypeAttributes Attributes)
{
    public bool IsSealed => Attributes.HasFlag(TypeAttributes.Sealed);

    public bool IsPublic => (Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public;

    /// <summary>The top-level types of every assembly of ours beside the executable.</summary>
    public static IReadOnlyList<CompiledType> All { get; } =
        [.. Directory.EnumerateFiles(Repository.CliOutput, "AlignZeg.*.dll").Append(Path.Combine(Repository.CliOutput, "alignzeg.dll")).SelectMany(Read)];

    private static List<CompiledType> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => type.GetDeclaringType().IsNil).Select(type => new CompiledType(
            Path.GetFileNameWithoutExtension(path), metadata.GetString(type.Namespace), metadata.GetString(type.Name), BaseOf(metadata, type.BaseType), type.Attributes))];
    }

    private static string BaseOf(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        _ when handle.IsNil => "",
        HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)handle).Name),
        HandleKind.TypeDefinition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)handle).Name),
        _ => "",
    };
}
