using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace AlignZeg.Grains.Hosting;

/// <summary>Holds a section of a configuration against the options that it sets, so that what is wrong is said in a sentence and not in the binder's words.</summary>
internal static class SectionKeys
{
    /// <summary>Refuses keys that no option has and values of another type, at any depth.</summary>
    /// <exception cref="InvalidDataException">Names the first of them.</exception>
    public static void Check(IConfigurationSection section, Type options)
    {
        var known = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).ToArray();
        foreach (var key in section.GetChildren())
        {
            var property = Array.Find(known, property => property.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidDataException($"section {section.Path}: there is no key '{key.Key}'; the keys are {string.Join(", ", known.Select(one => one.Name))}");
            CheckValue(key, property.PropertyType);
        }
    }

    /// <summary>Empties the lists that a section sets: the binder would add to the defaults, and who names devices means those alone.</summary>
    public static void EmptyLists(IConfigurationSection section, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }))
        {
            if (property.PropertyType.GenericTypeArguments is not [var item] || !property.PropertyType.IsAssignableFrom(item.MakeArrayType())) continue;
            if (section.GetSection(property.Name).GetChildren().Any()) property.SetValue(options, Array.CreateInstance(item, 0));
        }
    }

    private static void CheckValue(IConfigurationSection key, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var converter = TypeDescriptor.GetConverter(type);
        if (converter.CanConvertFrom(typeof(string))) CheckText(key, type, converter, mayBeEmpty: type != declared);
        else if (!typeof(IEnumerable).IsAssignableFrom(type)) Check(key, type);
    }

    private static void CheckText(IConfigurationSection key, Type type, TypeConverter converter, bool mayBeEmpty)
    {
        if (key.Value is not { } text)
        {
            if (key.GetChildren().Any()) throw new InvalidDataException($"{key.Path} is {KindOf(type)}, not a section");
            return;
        }

        try
        {
            if (!(mayBeEmpty && text.Length == 0)) converter.ConvertFromInvariantString(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException($"{key.Path} '{text}' is not {KindOf(type)}", exception);
        }
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time such as 00:00:30"
        : type == typeof(double) || type == typeof(float) || type == typeof(decimal) ? "a number"
        : type == typeof(Uri) ? "an address such as http://host:4317"
        : type == typeof(string) ? "a text"
        : "a whole number in range";
}
