using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AlignZeg.Storage.Redis;

/// <summary>A Redis that holds grain state. It has to write down what it is told (<c>appendonly yes</c>): what it forgets is lost.</summary>
public sealed class RedisStorageOptions : IValidatableObject
{
    /// <summary>Address, for example <c>localhost:6379</c>; may carry a password and other settings of StackExchange.Redis. Default: none, it must be given.</summary>
    [Required] public string Address { get; set; } = "";

    /// <summary>What all keys begin with, in braces, so that a Redis cluster keeps them together: clusters that share a Redis need different ones. Default: <c>alignzeg</c>.</summary>
    [Required, RegularExpression("^[^{}]+$", ErrorMessage = "A prefix of keys is at least one character and has no braces.")]
    public string Prefix { get; set; } = "alignzeg";

    /// <summary>How long a call is made again, with growing pauses of 0.1 s up to 2 s, while Redis does not answer. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")] public TimeSpan LongestOutage { get; set; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        ValidationResult? wrong = null;
        try
        {
            ConfigurationOptions.Parse(Address);
        }
        catch (ArgumentException exception)
        {
            wrong = new($"The address of Redis cannot be read: {exception.Message}", [nameof(Address)]);
        }

        if (wrong is not null) yield return wrong;
    }
}

/// <summary>Checks <see cref="RedisStorageOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class RedisStorageOptionsValidator : IValidateOptions<RedisStorageOptions>;
