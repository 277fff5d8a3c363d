using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows;

/// <summary>A folder for a trial, on the system that is asked. Names are below it, with <c>\</c> between.</summary>
public interface ILabelTrialPlace
{
    /// <summary>Makes a file or folder.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isFolder">Which.</param>
    /// <param name="asCommand">Made by the user lowered to <see cref="FenceLevel"/>, not by the user.</param>
    /// <param name="label">A label of its own; null to inherit.</param>
    /// <returns>False when it was refused.</returns>
    bool Make(string name, bool isFolder, bool asCommand, Ace? label = null);

    /// <summary>True when the user lowered to <see cref="FenceLevel"/> gets all that a root grants.</summary>
    bool Changes(string name);

    /// <summary>The label that counts for it, own or inherited.</summary>
    Ace? LabelOf(string name);
}
