using System.Text;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>The program as the next version would be: the same files, of which the one that says the version says another.</summary>
internal static class NextBuild
{
    /// <summary>What it says.</summary>
    public const string Version = "0.1.9";

    private const string Current = "0.1.0", Teller = "AlignZeg.Server.dll";

    /// <summary>Makes it in a folder; natives and models are linked.</summary>
    /// <returns>Its executable.</returns>
    public static string Make(string folder)
    {
        string program = AlignZegProcess.Program, output = Path.GetDirectoryName(program)!;
        Directory.CreateDirectory(folder);
        foreach (string entry in Directory.EnumerateFileSystemEntries(output))
        {
            string name = Path.GetFileName(entry), copy = Path.Combine(folder, name);
            if (name == Teller) File.WriteAllBytes(copy, Renumber(File.ReadAllBytes(entry)));
            else if (name == Path.GetFileName(program) || name == "alignzeg.dll") File.Copy(entry, copy);
            else File.CreateSymbolicLink(copy, entry);
        }

        return Path.Combine(folder, Path.GetFileName(program));
    }

    // The attribute's value in the metadata: a prolog, the length, the text.
    private static byte[] Renumber(byte[] assembly)
    {
        byte[] value = [1, 0, (byte)Current.Length, .. Encoding.UTF8.GetBytes(Current), 0, 0];
        int place = assembly.AsSpan().IndexOf(value);
        Assert.True(place > 0, $"{Teller} does not say that it is {Current}");
        Encoding.UTF8.GetBytes(Version).CopyTo(assembly, place + 3);
        return assembly;
    }
}
