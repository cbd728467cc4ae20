// Buttons that copy the text of another element: <button data-copy="id">.
export function copying() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const words = button.textContent;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      button.textContent = (await copied(source)) ? "Copied" : "Selected: press Ctrl+C";
      setTimeout(() => (button.textContent = words), 2000);
    });
  }
}

async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    // No clipboard outside of secure pages: the text is selected instead.
    getSelection().selectAllChildren(source);
    return false;
  }
}
